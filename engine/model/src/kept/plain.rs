//! Plain data, and the two macros for everything made of it.

use std::sync::Arc;

use super::{Keep, Reader, Writer};
use crate::Text;

/// Keeps a struct: its fields, in the order in which they are named here.
#[macro_export]
macro_rules! keep_struct {
    ($name:ident $(<$param:ident>)? { $($field:ident),+ $(,)? }) => {
        impl $(<$param: $crate::kept::Keep>)? $crate::kept::Keep for $name $(<$param>)? {
            fn keep(&self, to: &mut $crate::kept::Writer) {
                let Self { $($field),+ } = self;
                $($crate::kept::Keep::keep($field, to);)+
            }

            fn read(from: &mut $crate::kept::Reader<'_>) -> Self {
                Self { $($field: $crate::kept::Keep::read(from)),+ }
            }
        }
    };
    ($name:ident($inner:ident)) => {
        impl $crate::kept::Keep for $name {
            fn keep(&self, to: &mut $crate::kept::Writer) {
                let Self($inner) = self;
                $crate::kept::Keep::keep($inner, to);
            }

            fn read(from: &mut $crate::kept::Reader<'_>) -> Self {
                Self($crate::kept::Keep::read(from))
            }
        }
    };
}

/// Keeps an enum: the number of the variant, and what that holds. Variant 0 must hold none of its own kind: it is what a
/// reader gives that found something wrong.
#[macro_export]
macro_rules! keep_enum {
    ($name:ident { $($number:literal => $variant:ident $(($($item:ident),+))? $({$($field:ident),+})?),+ $(,)? }) => {
        impl $crate::kept::Keep for $name {
            fn keep(&self, to: &mut $crate::kept::Writer) {
                match self {
                    $(Self::$variant $(($($item),+))? $({$($field),+})? => {
                        to.byte($number);
                        $($($crate::kept::Keep::keep($item, to);)+)?
                        $($($crate::kept::Keep::keep($field, to);)+)?
                    })+
                }
            }

            fn read(from: &mut $crate::kept::Reader<'_>) -> Self {
                match from.byte() {
                    $($number => {
                        $($(let $item = $crate::kept::Keep::read(from);)+)?
                        $($(let $field = $crate::kept::Keep::read(from);)+)?
                        Self::$variant $(($($item),+))? $({$($field),+})?
                    })+
                    other => {
                        from.refuse_variant(other);
                        <Self as $crate::kept::Keep>::read(from)
                    }
                }
            }
        }
    };
}

/// A number of 64 bits as it is.
impl Keep for u64 {
    fn keep(&self, to: &mut Writer) {
        to.number(*self);
    }

    fn read(from: &mut Reader<'_>) -> u64 {
        from.number()
    }
}

/// The sign is the last bit, so that numbers near zero are short.
impl Keep for i64 {
    fn keep(&self, to: &mut Writer) {
        to.number((self.cast_unsigned() << 1) ^ (self >> 63).cast_unsigned());
    }

    fn read(from: &mut Reader<'_>) -> i64 {
        let number = from.number();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }
}

impl Keep for u32 {
    fn keep(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> u32 {
        from.small()
    }
}

impl Keep for i32 {
    fn keep(&self, to: &mut Writer) {
        i64::from(*self).keep(to);
    }

    fn read(from: &mut Reader<'_>) -> i32 {
        i32::try_from(i64::read(from)).unwrap_or_else(|_| {
            from.refuse("a number is too large");
            0
        })
    }
}

impl Keep for usize {
    fn keep(&self, to: &mut Writer) {
        to.length(*self);
    }

    fn read(from: &mut Reader<'_>) -> usize {
        // What does not fit 32 bits is refused everywhere.
        from.small::<u32>() as usize
    }
}

impl Keep for bool {
    fn keep(&self, to: &mut Writer) {
        to.byte(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> bool {
        match from.byte() {
            0 => false,
            1 => true,
            other => {
                from.refuse_variant(other);
                false
            }
        }
    }
}

impl Keep for String {
    fn keep(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> String {
        from.text().to_owned()
    }
}

impl Keep for Text {
    fn keep(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Text {
        from.text().into()
    }
}

impl<T: Keep> Keep for Option<T> {
    fn keep(&self, to: &mut Writer) {
        to.byte(u8::from(self.is_some()));
        self.iter().for_each(|what| what.keep(to));
    }

    fn read(from: &mut Reader<'_>) -> Option<T> {
        bool::read(from).then(|| T::read(from))
    }
}

impl<T: Keep> Keep for Box<T> {
    fn keep(&self, to: &mut Writer) {
        (**self).keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Box<T> {
        Box::new(from.deeper(T::read))
    }
}

impl<T: Keep> Keep for Arc<T> {
    fn keep(&self, to: &mut Writer) {
        (**self).keep(to);
    }

    fn read(from: &mut Reader<'_>) -> Arc<T> {
        Arc::new(T::read(from))
    }
}

impl<T: Keep> Keep for Vec<T> {
    fn keep(&self, to: &mut Writer) {
        to.list(self.iter());
    }

    fn read(from: &mut Reader<'_>) -> Vec<T> {
        from.deeper(Reader::list)
    }
}

impl<T: Keep> Keep for Box<[T]> {
    fn keep(&self, to: &mut Writer) {
        to.list(self.iter());
    }

    fn read(from: &mut Reader<'_>) -> Box<[T]> {
        Vec::read(from).into()
    }
}

impl<T: Keep> Keep for Arc<[T]> {
    fn keep(&self, to: &mut Writer) {
        to.list(self.iter());
    }

    fn read(from: &mut Reader<'_>) -> Arc<[T]> {
        Vec::read(from).into()
    }
}

impl<A: Keep, B: Keep> Keep for (A, B) {
    fn keep(&self, to: &mut Writer) {
        self.0.keep(to);
        self.1.keep(to);
    }

    fn read(from: &mut Reader<'_>) -> (A, B) {
        (A::read(from), B::read(from))
    }
}

impl<A: Keep, B: Keep, C: Keep> Keep for (A, B, C) {
    fn keep(&self, to: &mut Writer) {
        self.0.keep(to);
        self.1.keep(to);
        self.2.keep(to);
    }

    fn read(from: &mut Reader<'_>) -> (A, B, C) {
        (A::read(from), B::read(from), C::read(from))
    }
}

impl<T: Keep, const N: usize> Keep for [T; N] {
    fn keep(&self, to: &mut Writer) {
        self.iter().for_each(|thing| thing.keep(to));
    }

    fn read(from: &mut Reader<'_>) -> [T; N] {
        std::array::from_fn(|_| T::read(from))
    }
}

//! Data as `JSON.parse` would give it, from the same types by which it is written as JSON.

use serde::{
    Serialize, Serializer,
    ser::{
        Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use wasm_bindgen::prelude::*;

/// The name by which decimals hand their digits to `serde_json`.
const DIGITS: &str = "$serde_json::private::Number";
/// A name that no property of an object gets by assignment; a text that reads so is refused along with it.
const PROTOTYPE: &str = "__proto__";

#[wasm_bindgen]
extern "C" {
    /// The number that digits show: what `JSON.parse` makes of them.
    #[wasm_bindgen(js_name = Number)]
    fn js_number(digits: &str) -> f64;
}

/// Data that says its numbers to any serializer as JavaScript has them.
pub(crate) struct Exactly<T>(pub(crate) T);

impl<T: Serialize> Serialize for Exactly<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Exact(serializer))
    }
}

/// The serializer that the data sees, and what it makes of lists, maps and the like.
struct Exact<S>(S);

/// A struct: of fields, or the digits of a number.
enum Fields<S: Serializer> {
    Of(S::SerializeStruct),
    Number(S, Option<f64>),
}

macro_rules! handed_on {
    ($($name:ident($type:ty);)*) => {
        $(fn $name(self, value: $type) -> Result<S::Ok, S::Error> {
            self.0.$name(value)
        })*
    };
}

impl<S: Serializer> Serializer for Exact<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Exact<S::SerializeSeq>;
    type SerializeTuple = Exact<S::SerializeTuple>;
    type SerializeTupleStruct = Exact<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Exact<S::SerializeTupleVariant>;
    type SerializeMap = Exact<S::SerializeMap>;
    type SerializeStruct = Fields<S>;
    type SerializeStructVariant = Exact<S::SerializeStructVariant>;

    handed_on! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_unit_struct(&'static str);
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        match text {
            PROTOTYPE => Err(S::Error::custom("an object cannot be given this name")),
            text => self.0.serialize_str(text),
        }
    }

    fn serialize_i64(self, value: i64) -> Result<S::Ok, S::Error> {
        self.0.serialize_f64(value as f64)
    }

    fn serialize_u64(self, value: u64) -> Result<S::Ok, S::Error> {
        self.0.serialize_f64(value as f64)
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_none()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Exactly(value))
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit()
    }

    fn serialize_unit_variant(self, name: &'static str, at: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, at, variant)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Exactly(value))
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, at, variant, &Exactly(value))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.0.serialize_seq(length).map(Exact)
    }

    fn serialize_tuple(self, length: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.0.serialize_tuple(length).map(Exact)
    }

    fn serialize_tuple_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.0.serialize_tuple_struct(name, length).map(Exact)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.0.serialize_tuple_variant(name, at, variant, length).map(Exact)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.0.serialize_map(length).map(Exact)
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct, S::Error> {
        Ok(match name {
            DIGITS => Fields::Number(self.0, None),
            name => Fields::Of(self.0.serialize_struct(name, length)?),
        })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.0.serialize_struct_variant(name, at, variant, length).map(Exact)
    }
}

/// Hands items or fields on, each as JavaScript has it.
macro_rules! of_many {
    ($trait:ident, $add:ident($($key:ident: $type:ty)?)) => {
        impl<S: $trait> $trait for Exact<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $add<T: ?Sized + Serialize>(&mut self, $($key: $type,)? value: &T) -> Result<(), S::Error> {
                self.0.$add($($key,)? &Exactly(value))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        }
    };
}

of_many!(SerializeSeq, serialize_element());
of_many!(SerializeTuple, serialize_element());
of_many!(SerializeTupleStruct, serialize_field());
of_many!(SerializeTupleVariant, serialize_field());
of_many!(SerializeStructVariant, serialize_field(key: &'static str));

impl<S: SerializeMap> SerializeMap for Exact<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(&Exactly(key))
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Exactly(value))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}

impl<S: Serializer> SerializeStruct for Fields<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        match self {
            Fields::Of(fields) => fields.serialize_field(key, &Exactly(value)),
            Fields::Number(_, number) => {
                let digits = serde_json::to_string(value).map_err(S::Error::custom)?;
                *number = Some(js_number(digits.trim_matches('"')));
                Ok(())
            }
        }
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        match self {
            Fields::Of(fields) => fields.end(),
            Fields::Number(serializer, Some(number)) => serializer.serialize_f64(number),
            Fields::Number(_, None) => Err(S::Error::custom("a number without digits")),
        }
    }
}

//! The memory that was lent to the host.

/// Pieces of memory. Whatever a host hands in, nothing is read that was not lent.
#[derive(Debug, Default)]
pub(crate) struct Rooms(Vec<Box<[u8]>>);

impl Rooms {
    /// Lends so many bytes, where there are as many; at least one, so that each piece stands somewhere else.
    pub(crate) fn add(&mut self, length: usize) -> Option<*const u8> {
        let mut room = vec![];
        room.try_reserve_exact(length.max(1)).ok()?;
        room.resize(length.max(1), b' ');
        Some(self.keep(room))
    }

    /// Lends what is there already.
    pub(crate) fn keep(&mut self, room: Vec<u8>) -> *const u8 {
        let room = room.into_boxed_slice();
        let start = room.as_ptr();
        self.0.push(room);
        start
    }

    /// Takes a piece back.
    pub(crate) fn take(&mut self, room: *const u8) -> Option<Box<[u8]>> {
        let place = self.0.iter().position(|known| known.as_ptr() == room)?;
        Some(self.0.swap_remove(place))
    }
}

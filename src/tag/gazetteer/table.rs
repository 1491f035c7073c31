//! An open-addressing table from 64-bit hashes to small values: quick to fill at load, and without the standard map's random order.

/// Values by hash. A key is its own hash; two names that share all 64 bits are refused when the list is compiled.
#[derive(Clone, Debug, Default)]
pub struct Table<V> {
    keys: Vec<u64>,
    values: Vec<V>,
    /// Index into `keys` plus one; 0 is free. A power of two long.
    slots: Vec<u32>,
}

impl<V: Copy + Default> Table<V> {
    /// An empty table with room for `n` values.
    pub fn with_capacity(n: usize) -> Self {
        let slots = (n.max(4) * 2).next_power_of_two();
        Self { keys: Vec::with_capacity(n), values: Vec::with_capacity(n), slots: vec![0; slots] }
    }

    /// The slot of `key`, or the free one where it belongs; `None` only in a table without room.
    fn slot(&self, key: u64) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = (key ^ (key >> 32)) as usize & mask;
        for _ in 0..=mask {
            match self.slots[at] {
                0 => return Some(at),
                i if self.keys.get(i as usize - 1) == Some(&key) => return Some(at),
                _ => at = (at + 1) & mask,
            }
        }
        None
    }

    /// The value of `key`.
    pub fn get(&self, key: u64) -> Option<V> {
        let i = self.slots[self.slot(key)?].checked_sub(1)?;
        self.values.get(i as usize).copied()
    }

    /// The value of `key`, made where there is none.
    pub fn entry(&mut self, key: u64) -> &mut V {
        if (self.keys.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let at = self.slot(key).unwrap_or(0);
        if self.slots[at] == 0 {
            self.keys.push(key);
            self.values.push(V::default());
            self.slots[at] = self.keys.len() as u32;
        }
        let i = self.slots[at] as usize - 1;
        &mut self.values[i]
    }

    /// Sets the value of `key`.
    pub fn insert(&mut self, key: u64, value: V) {
        *self.entry(key) = value;
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(8)];
        for i in 0..self.keys.len() {
            if let Some(at) = self.slot(self.keys[i]) {
                self.slots[at] = i as u32 + 1;
            }
        }
    }
}

//! Sorted lists in JSON and in bundles: as the trees of the standard library stand there.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

use super::{SortedMap, SortedSet};
use crate::kept::{Keep, Reader, Writer};

impl<K: Serialize, V: Serialize> Serialize for SortedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<T: Serialize> Serialize for SortedSet<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for SortedMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SortedMap<K, V>, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

impl<'de, T: Deserialize<'de> + Ord> Deserialize<'de> for SortedSet<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SortedSet<T>, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

struct Entries<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
    type Value = SortedMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SortedMap<K, V>, A::Error> {
        let mut entries = SortedMap::new();
        while let Some((key, value)) = map.next_entry()? {
            entries.insert(key, value);
        }
        Ok(entries)
    }
}

impl<T: Keep + Ord> Keep for SortedSet<T> {
    fn keep(&self, to: &mut Writer) {
        to.length(self.len());
        self.iter().for_each(|thing| thing.keep(to));
    }

    fn read(from: &mut Reader<'_>) -> SortedSet<T> {
        Vec::read(from).into_iter().collect()
    }
}

impl<K: Keep + Ord, V: Keep> Keep for SortedMap<K, V> {
    fn keep(&self, to: &mut Writer) {
        to.length(self.len());
        for (key, value) in self {
            key.keep(to);
            value.keep(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> SortedMap<K, V> {
        Vec::<(K, V)>::read(from).into_iter().collect()
    }
}

#[cfg(feature = "schema")]
mod schema {
    use std::{borrow::Cow, collections::BTreeMap};

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::SortedMap;

    impl<K: JsonSchema, V: JsonSchema> JsonSchema for SortedMap<K, V> {
        fn inline_schema() -> bool {
            BTreeMap::<K, V>::inline_schema()
        }

        fn schema_name() -> Cow<'static, str> {
            BTreeMap::<K, V>::schema_name()
        }

        fn schema_id() -> Cow<'static, str> {
            BTreeMap::<K, V>::schema_id()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            BTreeMap::<K, V>::json_schema(generator)
        }
    }
}

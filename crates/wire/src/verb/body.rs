//! How a body is declared: which keys it must have, which it may have, and what it means without them.

/// Declares a body whose unknown keys are refused. Under `must` stand the keys it needs, under `may` the optional
/// ones, under `usual` those with a usual value when missing, under `list` lists, under `some` lists that a single
/// item may stand for, under `table` values by name.
macro_rules! body {
    ($(#[$doc:meta])* $name:ident {
        $(must { $($(#[$must_doc:meta])* $must:ident: $must_type:ty,)* })?
        $(may { $($(#[$may_doc:meta])* $may:ident: $may_type:ty,)* })?
        $(usual { $($(#[$usual_doc:meta])* $usual:ident: $usual_type:ty,)* })?
        $(list { $($(#[$list_doc:meta])* $list:ident: $list_type:ty,)* })?
        $(some { $($(#[$some_doc:meta])* $some:ident: $some_type:ty,)* })?
        $(table { $($(#[$table_doc:meta])* $table:ident: $key_type:ty => $value_type:ty,)* })?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($($(#[$must_doc])* pub $must: $must_type,)*)?
            $($(
                $(#[$may_doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $may: Option<$may_type>,
            )*)?
            $($(
                $(#[$usual_doc])*
                #[serde(default, skip_serializing_if = "crate::verb::body::is_usual")]
                pub $usual: $usual_type,
            )*)?
            $($(
                $(#[$list_doc])*
                #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "crate::collection::list")]
                #[cfg_attr(feature = "openapi", schema(max_items = 10000))]
                pub $list: Vec<$list_type>,
            )*)?
            $($(
                $(#[$some_doc])*
                #[serde(deserialize_with = "crate::collection::one_or_many")]
                #[cfg_attr(feature = "openapi", schema(max_items = 10000))]
                pub $some: Vec<$some_type>,
            )*)?
            $($(
                $(#[$table_doc])*
                #[serde(
                    default,
                    skip_serializing_if = "std::collections::BTreeMap::is_empty",
                    deserialize_with = "crate::collection::table"
                )]
                #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, $value_type>))]
                pub $table: std::collections::BTreeMap<$key_type, $value_type>,
            )*)?
        }
    };
}

pub(crate) use body;

/// Need a usual value not be written?
pub(crate) fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

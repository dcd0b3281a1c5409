/** The same tree of keys with any texts: a language that lacks a text does not compile. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

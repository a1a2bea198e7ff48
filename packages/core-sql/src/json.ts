/** What JSON can hold: inputs, outputs and configs are made of it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Stands in the place of a value that JSON cannot hold, so that the compiler's error says why. */
export type NotJson<Reason extends string> = `not JSON: ${Reason}`;

/**
 * `T` itself where all of it is JSON, otherwise `T` with a {@link NotJson} in each offending place.
 * A value is JSON exactly where `T` is assignable to `JsonCompatible<T>`; comparing the two lets
 * recursive types end, which a search for the offending path would not.
 * Interfaces, readonly arrays and optional properties are JSON. The methods of a class are not; a
 * class with nothing but data looks like a plain object to the compiler and is refused at run time.
 */
export type JsonCompatible<T> = 0 extends 1 & T
  ? T
  : unknown extends T
    ? NotJson<'unknown can be anything, give it a type'>
    : T extends string | number | boolean | null
      ? T
      : T extends undefined
        ? NotJson<'undefined, use null or make the property optional'>
        : T extends bigint
          ? NotJson<'a bigint, use a string or a number'>
          : T extends symbol
            ? NotJson<'a symbol'>
            : T extends ((...args: never) => unknown) | (abstract new (...args: never) => unknown)
              ? NotJson<'a function'>
              : T extends readonly (infer Item)[]
                ? readonly JsonCompatible<Item>[]
                : T extends { toJSON(...args: never): unknown }
                  ? NotJson<'a Date or another object with toJSON, use its text or its fields'>
                  : T extends ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
                    ? NotJson<'a Map or a Set, use an object or an array'>
                    : { [Key in keyof T]: JsonCompatible<T[Key]> };

/** Like {@link JsonCompatible}, for a whole output: there `void` and `undefined` stand for `null`. */
export type JsonOutput<T> = T extends void ? T : JsonCompatible<T>;

/** The type of an output once it is stored: what was `void` or `undefined` is `null`. */
export type Stored<T> = T extends void ? null : T;

/** What a handler returns, a value or a promise of it, or an error text where that is not JSON. */
export type JsonResult<Result> = [Awaited<Result>] extends [JsonOutput<Awaited<Result>>]
  ? Result
  : Result extends PromiseLike<infer Output>
    ? Promise<JsonOutput<Output>>
    : JsonOutput<Result>;

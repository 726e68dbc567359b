/**
 * A program that does nothing. Compiled like pawl, it is what the benchmarks measure start-up against.
 *
 * @module
 */
export {};

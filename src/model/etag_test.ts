import { assertEquals } from "@std/assert";
import { etagOf } from "./etag.ts";

Deno.test("etagOf() is the SHA-256 of the bytes, as text or as bytes", () => {
  // FIPS 180-2, appendix B.1.
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assertEquals(etagOf("abc"), abc);
  assertEquals(etagOf(new TextEncoder().encode("abc")), abc);
  assertEquals(etagOf("é"), etagOf(Uint8Array.of(0xc3, 0xa9)));
  assertEquals(etagOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

import { expect, test } from "vitest";
import { corsAdvice, mixedContentAdvice, originOf, presetOf } from "./labelEndpoints.ts";

test("an address is known by its preset, with or without a slash at its end", () => {
  expect(presetOf("http://localhost:11434/v1/")?.id).toBe("ollama");
  expect(presetOf("http://localhost:8080")).toBeNull();
});

test("a key belongs to scheme, host and port", () => {
  expect(originOf("https://example.test:8443/v1/")).toBe("https://example.test:8443");
  expect(originOf("localhost:11434/v1")).toBeNull();
  expect(originOf("not an address")).toBeNull();
});

test("plain http is warned of only from an https page to another machine", () => {
  const https = "https://studio.test";
  expect(mixedContentAdvice("http://192.168.1.7:8000/v1", https)).toContain("192.168.1.7:8000");
  expect(mixedContentAdvice("http://192.168.1.7:8000/v1", "http://127.0.0.1:4173")).toBeNull();
  for (const url of ["http://localhost:1/v1", "http://127.0.0.1:1/v1", "https://a.test/v1"]) {
    expect(mixedContentAdvice(url, https)).toBeNull();
  }
});

test("what an endpoint must be told names the page's own origin", () => {
  const origin = "http://127.0.0.1:4173";
  expect(corsAdvice("http://localhost:11434/v1", origin)).toContain(`OLLAMA_ORIGINS=${origin}`);
  expect(corsAdvice("https://hosted.test/v1", origin)).toContain(
    `Access-Control-Allow-Origin: ${origin}`,
  );
});

// Whether an error says that memory ran out: in WebAssembly, in JavaScript, on the GPU.

const SIGNS =
  /out of memory|bad_alloc|array buffer allocation failed|invalid array length|failed to allocate|exceeds the max(imum)? (buffer|storage)|maxBufferSize|maxStorageBufferBindingSize|memory access out of bounds|could not allocate|allocation failed/i;

export function isMemoryFault(error: unknown): boolean {
  const message = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return SIGNS.test(message);
}

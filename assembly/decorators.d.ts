// For editors only: the decorators that transform.mjs understands.
declare function struct(size: u32): (target: unknown) => void;
declare function at(offset: u32): (target: unknown, name: string) => void;
declare function embed(offset: u32): (target: unknown, name: string) => void;

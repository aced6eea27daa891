// drivers/char/random.c: a measured block; its bytes come from the run's seed.
import { measured } from "../machine/cpu";
import { random } from "../random";
import * as map from "./system_map";

/** Four random bytes. Nine tenths of a first listen() are spent here: SHA-1 over the pool. */
export function get_random_bytes(): u32 {
  measured(map.get_random_bytes);
  return random();
}

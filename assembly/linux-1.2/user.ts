// arch/i386/mm/fault.c, net/socket.c of Linux 1.2.13: reaching the process's memory, which is not modelled: it is there,
// and it costs what the checks cost.
import { exec } from "../machine/cpu";
import * as map from "./system_map";

export function verify_area(): void {
  exec(map.verify_area);
}

/** Copies an address of `length` bytes in. */
export function move_addr_to_kernel(): void {
  exec(map.move_addr_to_kernel);
  verify_area();
}

export function move_addr_to_user(): void {
  exec(map.move_addr_to_user);
  verify_area();
  verify_area();
}

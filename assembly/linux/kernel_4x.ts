// What else boots in 4.3 and 4.14.
import { bootNet } from "./net_namespace";
import { bootVariables4x } from "./variables_4x";

export function bootOwn(): void {
  bootVariables4x();
  bootNet();
}

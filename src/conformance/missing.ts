/** Something that a case asks for and that is not there: the case is not run. The message names it. */
export class Missing extends Error {
  override name = "Missing";
}

import { describeProperties } from "./properties.ts";

describeProperties("4.3");

import { describeProperties } from "./properties.ts";

describeProperties("1.2");

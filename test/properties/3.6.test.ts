import { describeProperties } from "./properties.ts";

describeProperties("3.6");

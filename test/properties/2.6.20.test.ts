import { describeProperties } from "./properties.ts";

describeProperties("2.6.20");

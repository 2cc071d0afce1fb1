import { register } from "node:module";

register("./import-hooks.js", import.meta.url);

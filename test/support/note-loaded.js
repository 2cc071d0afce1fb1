import { register } from "node:module";

register("./loaded-hooks.js", import.meta.url);

// Gives a frontend's file what it imports from packages, and from itself (`@/…`), without installing any.
import { register } from "node:module"

register("./resolve.mjs", import.meta.url)

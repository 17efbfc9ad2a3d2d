import trap from "./trap.js";
import expectations from "./expectations.js";
import hero from "./hero.js";
import leadership from "./leadership.js";
import lasting from "./lasting.js";

export const LESSONS = [trap, expectations, hero, leadership, lasting];

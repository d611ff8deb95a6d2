// One small module per habit. Pages work without any of this, except where they are drawings.
import "./htmx.js";
import { listen as keys } from "./keys.js";
import { listen as keylist } from "./keylist.js";
import { listen as digits } from "./digits.js";
import { listen as combobox } from "./combobox.js";
import { listen as dialogs } from "./dialogs.js";
import { listen as forms } from "./forms.js";
import { listen as enterNext } from "./enternext.js";
import { listen as scanner } from "./scanner.js";
import { listen as papers } from "./papers.js";
import { listen as small } from "./small.js";

for (const listen of [keys, keylist, digits, combobox, dialogs, forms, enterNext, scanner, papers, small]) listen();

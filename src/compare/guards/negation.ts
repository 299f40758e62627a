import type { Guard } from "./guard.ts";

/** Words that turn a statement round, in the languages that write with spaces. */
const WORDS = new Set(
  [
    "not no never none nothing neither nor without cannot nobody nowhere cant dont doesnt didnt isnt arent wasnt wont",
    "nicht kein keine keinen keiner keinem keines nie niemals nichts ohne weder niemand",
    "pas jamais rien aucun aucune sans ni",
    "nunca jamás nada ningún ninguno ninguna sin tampoco",
    "non niente nessun nessuno nessuna senza né",
    "não nenhum nenhuma sem nem",
    "niet geen nooit niets zonder",
    "inte ingen inget inga aldrig utan ikke aldri uten",
    "nie nigdy nic bez żaden żadna żadne brak",
    "не нет никогда ничего без нельзя ні немає ніколи нічого",
    "değil yok hiç hiçbir",
    "لا ليس ليست لم لن بدون غير",
    "नहीं मत बिना",
    "không chưa đừng",
    "tidak bukan jangan tanpa",
  ].flatMap((line) => line.split(" ")),
);

const WORD = /[\p{L}\p{M}]+/gu;
/** Signs of languages that write without spaces, and the short form of English. */
const SIGNS = /n['’]t(?!\p{L})|[不没沒無无未]|ない|ません|않|못|없|아니|ไม่/gu;
const HAS_SIGN = new RegExp(SIGNS.source, "u");
/** Words in which such a sign turns nothing round. */
const INNOCENT = /不错|不錯|不但|不仅|不僅|无论|無論|未来|未來|못지/gu;

/** How often a text says no. */
export const negation: Guard = {
  kind: "negation",
  counted: true,
  find(text) {
    const lower = text.toLowerCase();
    const found: string[] = [];
    for (const [word] of lower.matchAll(WORD)) if (WORDS.has(word)) found.push("not");
    if (!HAS_SIGN.test(lower)) return found;
    for (const _ of lower.replaceAll(INNOCENT, " ").matchAll(SIGNS)) found.push("not");
    return found;
  },
};

import { expect, it } from "vitest";

import en from "../../messages/en.json";
import ru from "../../messages/ru.json";
import { phrased } from "./phrases";

function say(sentence: string): string {
  return phrased(sentence, en.flows.phrases, ru.flows.phrases, say) ?? sentence;
}

it.each([
  [
    "There is no text in ru, pl: another language stands in for it.",
    "Нет текста на языках: ru, pl. Его заменит другой язык.",
  ],
  ["There is no line “sales”.", "Нет линии «sales»."],
  ["On whatsapp 12 buttons become a list: 10 fit.", "whatsapp: кнопки (12) станут списком, помещается 10."],
  [
    "On site the label “What (exactly)?” is cut to 20 characters.",
    "site: надпись «What (exactly)?» обрезается до 20 знаков.",
  ],
  ["It goes on from “ask” of “order” by “next”.", "Идёт дальше из шага «ask» (order) через «next»."],
  ["Calls GET http://here/1\nand more", "Обращается к GET http://here/1\nand more"],
])("says in another language: %s", (sentence, said) => {
  expect(say(sentence)).toBe(said);
});

it("says what stands within a phrase, too, but leaves customers' words alone", () => {
  expect(say("Says “Rated 1 of 2” instead of: Waits at “ask” of “order” for an answer")).toBe(
    "Говорит «Rated 1 of 2» вместо: Ждёт ответа на шаге «ask» (order)",
  );
});

it("knows no phrase in what nobody but the customer says", () => {
  expect(phrased("Where is my order?", en.flows.phrases, ru.flows.phrases, say)).toBeNull();
});

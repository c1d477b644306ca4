/** The routing rules as lines to compare. Pure. */
import type { Line } from "../chapter/changes";
import { sayOutcome, sayWhen, type Words } from "../conditions/say";
import type { Rule, RuleSet } from "../model";

export function ruleText(rule: Rule, words: Words): string {
  const then = sayOutcome(rule.then, words).join(", ") || words.t("nothing");
  const said = words.t("rule", { when: sayWhen("if", rule.when, words), then });
  return rule.enabled ? said : `${said} (${words.t("off")})`;
}

export function routingLines(value: RuleSet, words: Words): Line[] {
  return [
    { key: "mode", text: words.t(`mode.${value.mode}`), value: value.mode },
    ...value.rules.map((rule) => ({
      key: rule.id,
      text: `${rule.name || words.t("unnamed")}: ${ruleText(rule, words)}`,
      value: rule,
    })),
  ];
}

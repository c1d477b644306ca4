/** The names that expressions and texts of a flow may use. Pure. */
import type { Pickable } from "../../forms/FormContext";
import type { CompanyView, Flow } from "../../model/types";

/** Of a session; the same for every company. */
const SESSION = ["session.id", "session.channel", "session.language", "session.open"];
const TIME = ["now", "today"];

export function namesOf(flow: Flow, company: CompanyView): Pickable[] {
  return [
    ...Object.entries(flow.variables ?? {}).map(([name, variable]): Pickable => ({
      name,
      title: variable.title ?? "",
      of: "flow",
    })),
    ...company.attributes.map((name): Pickable => ({ name: `customer.${name}`, title: "", of: "customer" })),
    ...SESSION.map((name): Pickable => ({ name, title: "", of: "session" })),
    ...TIME.map((name): Pickable => ({ name, title: "", of: "time" })),
  ];
}

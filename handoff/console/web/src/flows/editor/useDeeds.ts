/** Makes the deeds: each changes the draft and says what is chosen afterwards. */
import { useReactFlow } from "@xyflow/react";
import { useMemo, useRef, useEffect, type RefObject } from "react";

import { copied, pasted } from "../model/clipboard";
import * as drafts from "../model/draft";
import { START } from "../model/edges";
import { WIDTH } from "../model/geometry";
import { laidOut } from "../model/layout";
import type { Layout, Ports, Spot } from "../model/types";
import type { Deeds } from "./deeds";
import { NOTHING, ofSteps, ofTrigger, type Selection } from "./selection";
import type { Drawing } from "./useDrawing";

interface Now {
  drawing: Drawing;
  /** With a place for every step. */
  layout: Layout;
  ports: Ports;
  selection: Selection;
}

const BESIDE = { x: 90, y: 0 };
const DUPLICATED = { x: 40, y: 40 };
/** As high as most boxes are. */
const ROOM = 130;
const VIEW = { duration: 350, maxZoom: 1.1, minZoom: 0.6, padding: 0.3 };

export function useMadeDeeds(
  now: Now,
  choose: Deeds["choose"],
  focusField: (field: string) => void,
  canvas: RefObject<HTMLElement | null>,
): Deeds {
  const { screenToFlowPosition, fitView } = useReactFlow();
  const latest = useRef(now);
  useEffect(() => {
    latest.current = now;
  });
  const { change } = now.drawing;
  return useMemo(() => {
    const chosenSteps = () => [...latest.current.selection.steps].filter((id) => id !== START);
    const middle = (): Spot => {
      const box = canvas.current?.getBoundingClientRect();
      if (!box) return { x: 0, y: 0 };
      const spot = screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
      return free({ x: spot.x - WIDTH / 2, y: spot.y - 40 }, latest.current.layout);
    };
    /** With every step where it is seen now: what was laid out by itself stays so when one of them is moved. */
    const placed = () => ({ flow: latest.current.drawing.draft.flow, layout: latest.current.layout });
    const goTo = (step: string | null, field = "") => {
      if (step === null) return choose(NOTHING);
      choose(ofSteps(step));
      void fitView({ ...VIEW, nodes: [{ id: step }] });
      if (field) focusField(field);
    };
    return {
      change,
      choose,
      goTo,
      add: (kind, at, from) => {
        const before = latest.current;
        const beside = from && !at ? before.layout[from.step] : undefined;
        const spot =
          at ?? (beside ? free({ x: beside.x + WIDTH + BESIDE.x, y: beside.y }, before.layout) : middle());
        const made = drafts.addStep(placed(), kind.fresh, spot);
        const next = from ? drafts.connect(made.draft, from.step, from.port, made.id) : made.draft;
        change(() => next);
        choose(ofSteps(made.id));
      },
      addTrigger: (kind) => {
        const made = drafts.addTrigger(latest.current.drawing.draft, kind.fresh);
        change(() => made.draft);
        choose(ofTrigger(made.id));
      },
      connect: (step, port, to) => change((draft) => drafts.connect(draft, step, port, to)),
      unlink: (edges) =>
        change((draft) =>
          edges.reduce((each, edge) => {
            const cut = edge.indexOf("/");
            return drafts.connect(each, edge.slice(0, cut), edge.slice(cut + 1), null);
          }, draft),
        ),
      move: (spots) => {
        const { layout } = latest.current;
        change(({ flow }) => drafts.move({ flow, layout }, spots), `move ${Object.keys(spots).join()}`);
      },
      remove: () => {
        const { selection } = latest.current;
        const ids = chosenSteps();
        const { trigger, edges } = selection;
        if (ids.length + edges.size === 0 && trigger === null) return;
        choose(NOTHING);
        change((draft) => {
          let next = ids.length > 0 ? drafts.removeSteps(draft, ids) : draft;
          if (trigger !== null) next = drafts.removeTrigger(next, trigger);
          for (const edge of edges) {
            const cut = edge.indexOf("/");
            next = drafts.connect(next, edge.slice(0, cut), edge.slice(cut + 1), null);
          }
          return next;
        });
      },
      copy: () => copied(placed(), chosenSteps()),
      paste: (clip, at) => {
        const made = pasted(placed(), clip, at ?? middle());
        change(() => made.draft);
        choose(ofSteps(...made.ids));
      },
      duplicate: () => {
        const clip = copied(placed(), chosenSteps());
        if (!clip) return;
        const spots = Object.values(clip.layout);
        const corner = {
          x: Math.min(...spots.map((each) => each.x)) + DUPLICATED.x,
          y: Math.min(...spots.map((each) => each.y)) + DUPLICATED.y,
        };
        const made = pasted(placed(), clip, corner);
        change(() => made.draft);
        choose(ofSteps(...made.ids));
      },
      chooseAll: () => choose(ofSteps(...Object.keys(drafts.stepsOf(latest.current.drawing.draft.flow)))),
      tidy: () => {
        change((draft) => ({ ...draft, layout: laidOut(draft.flow, latest.current.ports) }));
        requestAnimationFrame(() => requestAnimationFrame(() => void fitView({ duration: 350, maxZoom: 1 })));
      },
    };
  }, [change, choose, focusField, canvas, screenToFlowPosition, fitView]);
}

/** Below what stands there already. */
function free(spot: Spot, layout: Layout): Spot {
  const spots = Object.values(layout);
  const isTaken = (y: number) =>
    spots.some((each) => Math.abs(each.x - spot.x) < WIDTH + 20 && Math.abs(each.y - y) < ROOM);
  let { y } = spot;
  while (isTaken(y)) y += ROOM / 2;
  return { x: spot.x, y };
}

/** The editor: the bar above, the palette, the canvas, and what is beside it. */
import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { Title } from "../../app/Title";
import { usePreferences } from "../../app/preferences";
import { stepsOf } from "../model/draft";
import { START } from "../model/edges";
import { completed, sameOutline } from "../model/layout";
import type { Lit } from "../model/path";
import { followPorts, portsOf, samePorts } from "../model/ports";
import { previewOf, shortened, within } from "../model/preview";
import { found as search } from "../model/search";
import type { CompanyView, Flow, FlowView, Kinds, Layout, Ports, Problem } from "../model/types";
import { draftOf, flowQuery } from "./calls";
import { BoxContext } from "./canvas/BoxContext";
import { Canvas } from "./canvas/Canvas";
import { useBoxes } from "./canvas/useBoxes";
import { CanvasMenu, type MenuAt } from "./canvas/CanvasMenu";
import { DeedsContext } from "./deeds";
import { ConflictDialog } from "./dialogs/ConflictDialog";
import { PublishDialog } from "./dialogs/PublishDialog";
import { EditorContext, type Editor, type Heat, type Shown } from "./EditorContext";
import classes from "./Editor.module.css";
import type { Scene } from "./nodes";
import { Palette } from "./Palette";
import { ProblemsPanel } from "./ProblemsPanel";
import { SearchBar } from "./SearchBar";
import { NOTHING, surviving, type Selection } from "./selection";
import { SidePanel, type Tab } from "./SidePanel";
import { TopBar } from "./TopBar";
import { useCheck } from "./useCheck";
import { useClipboardKeys } from "./useClipboard";
import { useMadeDeeds } from "./useDeeds";
import { useDrawing } from "./useDrawing";
import { useFieldFocus } from "./useFieldFocus";
import { useKept } from "./useKept";
import { useKeys } from "./useKeys";

interface Props {
  view: FlowView;
  kinds: Kinds;
  company: CompanyView;
  mayEdit: boolean;
}

const NO_STEPS: ReadonlySet<string> = new Set();

export function EditorScreen({ view, kinds, company, mayEdit }: Props) {
  const t = useTranslations("flows.editor");
  const { language } = usePreferences();
  const client = useQueryClient();
  const { fitView } = useReactFlow();
  const wide = useMediaQuery("(min-width: 1000px)", true, { getInitialValueInEffect: false });
  const drawing = useDrawing(view, mayEdit);
  const { draft, amend, change, keeper, state } = drawing;
  const follow = useCallback(
    (before: Ports, after: Ports) => amend((now) => followPorts(now, before, after)),
    [amend],
  );
  const checked = useCheck(draft.flow, follow);

  const [chosen, setChosen] = useState<Selection>(NOTHING);
  const [lit, setLit] = useState<Lit | null>(null);
  const [heat, setHeat] = useState<Heat | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [tab, setTab] = useState<Tab>("properties");
  const [sheet, setSheet] = useState(false);
  const [adding, setAdding] = useState(false);
  const [publishing, setPublishing] = useState(false);
  // Closed for later: the bar above opens it again.
  const [resolving, setResolving] = useState(true);
  const [listing, setListing] = useState(false);
  const [wanted, setWanted] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuAt | null>(null);
  const canvas = useRef<HTMLDivElement>(null);

  const flow = shown?.flow ?? draft.flow;
  const ports = useKept(
    useMemo(() => portsOf(flow, checked.ports, kinds), [flow, checked.ports, kinds]),
    samePorts,
  );
  const outline = useKept(flow, sameOutline);
  const layout = useMemo(
    () => completed(outline, shown?.layout ?? draft.layout, ports),
    [outline, shown, draft.layout, ports],
  );
  const selection = useMemo(
    () => surviving(chosen, (id) => id === START || id in stepsOf(flow)),
    [chosen, flow],
  );
  const boxes = useBoxes(kinds, [language, ...flow.languages], mayEdit && !shown);
  const hits = useMemo(
    () => (wanted ? search(flow, wanted, boxes.kindTitle) : []),
    [flow, wanted, boxes.kindTitle],
  );
  const scene = useMemo<Scene>(
    () => ({
      flow,
      layout,
      ports,
      problems: shown ? [] : checked.problems,
      lit,
      heat,
      selected: selection.steps,
      trigger: selection.trigger,
      found: hits.length > 0 ? new Set(hits) : NO_STEPS,
    }),
    [flow, layout, ports, shown, checked.problems, lit, heat, selection.steps, selection.trigger, hits],
  );

  const open = useCallback(() => {
    setTab((now) => (now === "trial" ? "properties" : now));
    if (!wide) setSheet(true);
  }, [wide]);
  const focusField = useFieldFocus();
  const deeds = useMadeDeeds({ drawing, layout, ports, selection }, setChosen, focusField, canvas);
  const nameOf = useCallback(
    (id: string) => {
      const step = stepsOf(flow)[id];
      if (!step) return id;
      const said = previewOf(step, boxes.fieldsOf(step.kind), boxes.languages, boxes.valueOf);
      const kind = boxes.kindTitle(step.kind);
      return step.title || (said ? `${kind}: ${shortened(said)}` : kind);
    },
    [flow, boxes],
  );
  const select = useCallback((step: string | null) => deeds.goTo(step), [deeds]);
  const load = useCallback(
    (next: Flow, spots: Layout) => {
      setShown(null);
      change(() => ({ flow: next, layout: spots }));
    },
    [change],
  );
  const reread = useCallback(async () => {
    const fresh = await client.fetchQuery(flowQuery(view.flow.id));
    const kept = { version: fresh.version, draft: draftOf(fresh) };
    change(() => kept.draft);
    keeper.rebase(kept);
  }, [client, view.flow.id, change, keeper]);

  const editor = useMemo<Editor>(
    () => ({
      flowId: view.flow.id,
      flow: draft.flow,
      layout: draft.layout,
      version: state.version,
      saved: state.standing.is === "saved",
      mayEdit,
      kinds,
      company,
      ports,
      problems: checked.problems,
      selected: [...selection.steps].filter((id) => id !== START),
      select,
      nameOf,
      lit,
      setLit,
      heat,
      setHeat,
      shown,
      show: setShown,
      load,
      reread,
    }),
    [
      view.flow.id,
      draft,
      state,
      mayEdit,
      kinds,
      company,
      ports,
      checked.problems,
      selection.steps,
      select,
      nameOf,
      lit,
      heat,
      shown,
      load,
      reread,
    ],
  );

  const editing = mayEdit && !shown;
  const fit = () => void fitView({ duration: 350, maxZoom: 1 });
  useKeys(
    {
      undo: drawing.undo,
      redo: drawing.redo,
      search: () => setWanted((now) => now ?? ""),
      save: () => void keeper.flush(),
      publish: () => setPublishing(true),
      duplicate: deeds.duplicate,
      remove: deeds.remove,
      chooseAll: deeds.chooseAll,
      chooseNone: () => setChosen(NOTHING),
      tidy: deeds.tidy,
      fit,
      tryIt: () => setTab("trial"),
    },
    editing,
  );

  const goToProblem = (problem: Pick<Problem, "step" | "field">) => {
    const trigger = /^triggers\.(\d+)/.exec(problem.field);
    const at = trigger ? draft.flow.triggers?.[Number(trigger[1])] : undefined;
    setTab("properties");
    if (!wide) setSheet(true);
    if (problem.step !== null) deeds.goTo(problem.step, problem.field);
    else if (at) {
      setChosen({ ...NOTHING, trigger: at.id });
      focusField(problem.field.replace(/^triggers\.\d+\.?/, ""));
    } else {
      setChosen(NOTHING);
      focusField(problem.field);
    }
  };

  const side = (
    <SidePanel
      tab={tab}
      onTab={setTab}
      selection={selection}
      {...(!wide && { onClose: () => setSheet(false) })}
    />
  );
  const name = within(draft.flow.name, [language, ...draft.flow.languages]) || draft.flow.id;
  return (
    <EditorContext value={editor}>
      <DeedsContext value={deeds}>
        <BoxContext value={boxes}>
          <Title>{`${name} · ${t("title")}`}</Title>
          <ClipboardKeys mayEdit={editing} />
          <div className={classes.editor}>
            <TopBar
              name={name}
              view={view}
              drawing={drawing}
              checked={checked}
              editing={editing}
              wide={wide}
              onAdd={() => setAdding(true)}
              onPanel={() => setSheet(true)}
              onSearch={() => setWanted((now) => now ?? "")}
              onProblems={() => setListing((now) => !now)}
              onConflict={() => setResolving(true)}
              onPublish={() => setPublishing(true)}
              onTry={() => {
                setTab("trial");
                if (!wide) setSheet(true);
              }}
            />
            <div className={classes.body}>
              {wide && (
                <div className={classes.palette}>
                  <Palette kinds={kinds.steps} disabled={!editing} />
                </div>
              )}
              <div className={classes.middle} ref={canvas}>
                <Canvas
                  scene={scene}
                  selection={selection}
                  kinds={kinds}
                  readOnly={!editing}
                  wide={wide}
                  onOpen={open}
                  onMenu={(at, step) => setMenu({ ...at, step })}
                />
                {shown && (
                  <div className={classes.shown} role="status">
                    <span>{shown.label}</span>
                    <button type="button" onClick={() => setShown(null)}>
                      {t("backToDraft")}
                    </button>
                  </div>
                )}
                {wanted !== null && (
                  <SearchBar
                    wanted={wanted}
                    hits={hits}
                    onWant={setWanted}
                    onHit={(id) => deeds.goTo(id)}
                    onClose={() => setWanted(null)}
                  />
                )}
                {menu && <CanvasMenu at={menu} editing={editing} onClose={() => setMenu(null)} />}
                {listing && (
                  <ProblemsPanel
                    checked={checked}
                    nameOf={nameOf}
                    onGo={goToProblem}
                    onClose={() => setListing(false)}
                  />
                )}
              </div>
              {wide && side}
            </div>
          </div>
          {!wide && (
            <>
              <Drawer
                opened={sheet}
                onClose={() => setSheet(false)}
                position="bottom"
                size="82%"
                withCloseButton={false}
                keepMounted
                padding={0}
                aria-label={t("panel")}
                classNames={{ body: classes.sheet ?? "" }}
              >
                {side}
              </Drawer>
              <Drawer
                opened={adding}
                onClose={() => setAdding(false)}
                position="bottom"
                size="70%"
                title={t("palette")}
              >
                <Palette kinds={kinds.steps} disabled={!editing} onAdded={() => setAdding(false)} />
              </Drawer>
            </>
          )}
          {publishing && (
            <PublishDialog
              view={view}
              drawing={drawing}
              onGo={goToProblem}
              onClose={() => setPublishing(false)}
            />
          )}
          {state.standing.is === "stale" && resolving && (
            <ConflictDialog
              drawing={drawing}
              theirs={state.standing.theirs}
              nameOf={nameOf}
              onClose={() => setResolving(false)}
            />
          )}
        </BoxContext>
      </DeedsContext>
    </EditorContext>
  );
}

/** Below the context of the deeds, which it uses. */
function ClipboardKeys({ mayEdit }: { mayEdit: boolean }) {
  useClipboardKeys(mayEdit);
  return null;
}

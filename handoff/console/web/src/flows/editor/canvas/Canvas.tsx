/** The canvas: boxes and edges of the draft, or of an older revision that is looked at. */
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowInstance,
  type ReactFlowState,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useComputedColorScheme } from "@mantine/core";
import { useCallback, useRef, useState, type DragEvent, type MouseEvent } from "react";
import { useTranslations } from "use-intl";

import { edgeKey, START, type EdgeKey } from "../../model/edges";
import type { Kinds, Spot } from "../../model/types";
import { useDeeds, type Loose } from "../deeds";
import { lookOf } from "../looks";
import { linksOf, nodesOf, type FlowEdge, type FlowNode, type Scene } from "../nodes";
import { NOTHING, ofSteps, toggled, type Selection } from "../selection";
import classes from "./Canvas.module.css";
import { FlowEdgeLine } from "./FlowEdgeLine";
import { QuickAdd, type Place } from "./QuickAdd";
import { StartBox } from "./StartBox";
import { StepBox } from "./StepBox";
import { useAriaLabels } from "./useAriaLabels";
import { useFollowing } from "./useFollowing";

const NODE_TYPES = { step: StepBox, start: StartBox };
const EDGE_TYPES = { flow: FlowEdgeLine };
const MULTI = ["Shift", "Meta", "Control"];
const FIT = { padding: 0.12, maxZoom: 1 };
const READABLE = 0.62;
/** Where boxes are seen from so far away that only their marks are drawn: what nobody can read takes half of each frame. */
const FAR = 0.3;
const isFar = ({ transform }: ReactFlowState) => transform[2] < FAR;
/** What the palette puts on what is dragged. */
export const DRAGGED = "application/x-helpline-step";

interface Props {
  scene: Scene;
  selection: Selection;
  kinds: Kinds;
  readOnly: boolean;
  wide: boolean;
  /** A box was clicked, not chosen by some other way. */
  onOpen: () => void;
  onMenu: (at: { x: number; y: number }, step: string | null) => void;
}

export function Canvas({ scene, selection, kinds, readOnly, wide, onOpen, onMenu }: Props) {
  const t = useTranslations("flows.editor");
  const deeds = useDeeds();
  const { screenToFlowPosition, getNodes } = useReactFlow<FlowNode, FlowEdge>();
  const look = useComputedColorScheme("light");
  const [nodes, setNodes] = useNodes(scene);
  const edges = useEdges(scene, selection);
  const [adding, setAdding] = useState<Place | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const far = useStore(isFar);
  useFollowing(scene.lit?.at ?? null, area);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const chosen = changes.filter((each) => each.type === "select");
      if (chosen.length > 0) deeds.choose((now) => toggled(now, "steps", chosen));
      const moved = changes.filter((each) => each.type === "position");
      if (moved.length === 0) return;
      setNodes((before) => applyNodeChanges(moved, before));
      // Only where the hand lets go is kept; and steps by the arrow keys, which are not dragged at all.
      const done = moved.filter((each) => each.dragging === false && each.position);
      if (done.length > 0 && !readOnly) {
        deeds.move(Object.fromEntries(done.map((each) => [each.id, each.position as Spot])));
      }
    },
    [deeds, setNodes, readOnly],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const chosen = changes.filter((each) => each.type === "select");
      if (chosen.length > 0) deeds.choose((now) => toggled(now, "edges", chosen));
    },
    [deeds],
  );

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle && target !== START) deeds.connect(source, sourceHandle, target);
    },
    [deeds],
  );

  const onReconnect = useCallback(
    (old: FlowEdge, { source, sourceHandle, target }: Connection) => {
      if (!sourceHandle || target === START) return;
      if (edgeKey(source, sourceHandle) !== old.id) deeds.unlink([old.id as EdgeKey]);
      deeds.connect(source, sourceHandle, target);
    },
    [deeds],
  );

  const onConnectEnd = useCallback(
    (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { fromNode, fromHandle } = state;
      if (state.toNode || state.toHandle || !fromNode || fromHandle?.type !== "source" || !fromHandle.id)
        return;
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      const box = area.current?.getBoundingClientRect();
      if (!point || !box || !isWithin(box, point.clientX, point.clientY)) return;
      const from: Loose = { step: fromNode.id, port: fromHandle.id };
      setAdding({ x: point.clientX, y: point.clientY, from });
    },
    [],
  );

  const onDrop = useCallback(
    (event: DragEvent) => {
      const wanted = event.dataTransfer.getData(DRAGGED);
      const kind = kinds.steps.find((each) => each.kind === wanted);
      if (!kind || readOnly) return;
      event.preventDefault();
      const spot = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      deeds.add(kind, { x: spot.x - 40, y: spot.y - 20 });
    },
    [kinds, deeds, readOnly, screenToFlowPosition],
  );

  const menu = useCallback(
    (event: MouseEvent | globalThis.MouseEvent, step: string | null) => {
      event.preventDefault();
      if (step !== null && !getNodes().some((each) => each.id === step && each.selected)) {
        deeds.choose(ofSteps(step));
      }
      onMenu({ x: event.clientX, y: event.clientY }, step);
    },
    [deeds, getNodes, onMenu],
  );

  const begin = useCallback((canvas: ReactFlowInstance<FlowNode, FlowEdge>) => {
    void canvas.fitView(FIT).then(() => {
      const isEmpty = canvas.getNodes().length === 1;
      if (canvas.getZoom() >= READABLE && !isEmpty) return;
      // A long flow is shown from its beginning, and not from so far away that nothing can be read.
      const start = canvas.getNode(START)?.position ?? { x: 0, y: 0 };
      const height = area.current?.clientHeight ?? 0;
      const zoom = isEmpty ? 1 : READABLE;
      const [x, y] = [40 - start.x * zoom, height / 2 - (start.y + 60) * zoom];
      return canvas.setViewport({ x, y, zoom });
    });
  }, []);

  return (
    <div
      ref={area}
      className={classes.canvas}
      data-far={far || undefined}
      role="region"
      aria-label={t("canvas")}
      onDragOver={(event) => {
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
      }}
      onDrop={onDrop}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={look}
        onInit={begin}
        minZoom={0.08}
        maxZoom={1.8}
        onlyRenderVisibleElements
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        elevateNodesOnSelect={false}
        multiSelectionKeyCode={MULTI}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        connectionRadius={34}
        ariaLabelConfig={useAriaLabels()}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onReconnect={onReconnect}
        onConnectEnd={onConnectEnd}
        onPaneClick={() => deeds.choose(NOTHING)}
        onNodeClick={onOpen}
        onNodeContextMenu={(event, node) => menu(event, node.id === START ? null : node.id)}
        onPaneContextMenu={(event) => menu(event, null)}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} />
        <Controls showInteractive={false} position="bottom-left" fitViewOptions={FIT} />
        {wide && (
          <MiniMap<FlowNode>
            pannable
            zoomable
            position="bottom-right"
            nodeColor={colorOf}
            nodeBorderRadius={18}
          />
        )}
      </ReactFlow>
      {adding && !readOnly && (
        <QuickAdd
          place={adding}
          kinds={kinds.steps}
          onPick={(kind) => {
            const spot = screenToFlowPosition(adding);
            deeds.add(kind, { x: spot.x, y: spot.y - 23 }, adding.from);
          }}
          onClose={() => setAdding(null)}
        />
      )}
    </div>
  );
}

/** The boxes follow the scene; while one is dragged it follows the hand. */
function useNodes(scene: Scene) {
  const [nodes, setNodes] = useState(() => nodesOf(scene, []));
  const [seen, setSeen] = useState(scene);
  if (seen !== scene) {
    setSeen(scene);
    setNodes((before) => nodesOf(scene, before));
  }
  return [nodes, setNodes] as const;
}

function useEdges(scene: Scene, selection: Selection): FlowEdge[] {
  const [edges, setEdges] = useState<FlowEdge[]>(() => linksOf(scene, selection.edges, []));
  const [seen, setSeen] = useState({ scene, chosen: selection.edges });
  if (seen.scene !== scene || seen.chosen !== selection.edges) {
    setSeen({ scene, chosen: selection.edges });
    setEdges((before) => linksOf(scene, selection.edges, before));
  }
  return edges;
}

function isWithin(box: DOMRect, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

function colorOf(node: FlowNode): string {
  const color = node.type === "step" ? lookOf(node.data.step.kind).color : "gray";
  return `var(--mantine-color-${color}-4)`;
}

/** Moves the canvas along with a trial, when the step at which it waits is out of sight. */
import { useReactFlow } from "@xyflow/react";
import { useEffect, type RefObject } from "react";

import { WIDTH } from "../../model/geometry";

const MARGIN = 20;

export function useFollowing(step: string | null, area: RefObject<HTMLElement | null>): void {
  const { getNode, getZoom, flowToScreenPosition, setCenter } = useReactFlow();
  useEffect(() => {
    const node = step === null ? undefined : getNode(step);
    const box = area.current?.getBoundingClientRect();
    if (!node || !box) return;
    const { x, y } = node.position;
    const height = node.height ?? 0;
    const from = flowToScreenPosition({ x, y });
    const to = flowToScreenPosition({ x: x + WIDTH, y: y + height });
    const seen =
      from.x >= box.left + MARGIN &&
      to.x <= box.right - MARGIN &&
      from.y >= box.top + MARGIN &&
      to.y <= box.bottom - MARGIN;
    if (!seen) void setCenter(x + WIDTH / 2, y + height / 2, { zoom: getZoom(), duration: 350 });
  }, [step, area, getNode, getZoom, flowToScreenPosition, setCenter]);
}

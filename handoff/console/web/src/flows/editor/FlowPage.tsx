/** /flows/:id: reads what the editor needs, and opens it. */
import { Center, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconLock } from "@tabler/icons-react";
import { ReactFlowProvider } from "@xyflow/react";
import { useParams } from "react-router";
import { useTranslations } from "use-intl";

import { atLeast } from "../../api/types";
import { useMe } from "../../app/session";
import { Empty, Failure } from "../../shared/States";
import { companyQuery, flowQuery, kindsQuery } from "./calls";
import { EditorScreen } from "./EditorScreen";

export function FlowPage() {
  const { id = "" } = useParams();
  const states = useTranslations("states");
  const me = useMe();
  const may = atLeast(me.role, "supervisor");
  const flow = useQuery({ ...flowQuery(id), enabled: may });
  const kinds = useQuery({ ...kindsQuery, enabled: may });
  const company = useQuery({ ...companyQuery, enabled: may });
  if (!may) return <Empty icon={IconLock} title={states("noPermission")} hint={states("noPermissionHint")} />;
  const failed = [flow, kinds, company].find((each) => each.isError && !each.data);
  if (failed) return <Failure error={failed.error} retry={() => void failed.refetch()} />;
  if (!flow.data || !kinds.data || !company.data) {
    return (
      <Center h="100%">
        <Loader aria-label={states("loading")} />
      </Center>
    );
  }
  return (
    <ReactFlowProvider key={id}>
      <EditorScreen
        view={flow.data}
        kinds={kinds.data}
        company={company.data}
        mayEdit={atLeast(me.role, "admin") && !flow.data.archived}
      />
    </ReactFlowProvider>
  );
}

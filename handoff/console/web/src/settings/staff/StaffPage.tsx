/** Everybody who works here; a click opens one. */
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { useTranslations } from "use-intl";

import { Title } from "../../app/Title";
import { Empty, Failure } from "../../shared/States";
import { useMayEdit } from "../SettingsPage";
import { NewPerson } from "./NewPerson";
import { StaffEditor } from "./StaffEditor";
import { StaffList } from "./StaffList";
import { staffQuery } from "./useStaff";

export function StaffPage() {
  const t = useTranslations("staff");
  const states = useTranslations("states");
  const { id } = useParams<{ id: string }>();
  const mayEdit = useMayEdit();
  const staff = useQuery(staffQuery);
  const person = staff.data?.find((each) => each.id === id);
  return (
    <>
      <Title>{t("title")}</Title>
      {staff.isPending ? (
        <Loader m="auto" />
      ) : staff.isError ? (
        <Failure error={staff.error} retry={() => void staff.refetch()} />
      ) : id === undefined ? (
        <StaffList staff={staff.data} mayEdit={mayEdit} />
      ) : id === "new" && mayEdit ? (
        <NewPerson />
      ) : person ? (
        <StaffEditor key={person.id} person={person} mayEdit={mayEdit} />
      ) : (
        <Empty title={states("notFound")} hint={states("notFoundHint")} />
      )}
    </>
  );
}

export function AdminWorkersPage() {
  return null;
}

export function AdminMachinesPage() {
  return null;
}

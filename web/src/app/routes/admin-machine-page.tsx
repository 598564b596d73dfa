export function AdminMachinePage() {
  return null;
}

// Shows how much time a machine has left. The lab decides; this only counts.
const countdown = document.querySelector('#countdown');

function showTimeLeft() {
  const seconds = Math.max(0, Math.round((Number(countdown.dataset.endsAt) - Date.now()) / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  countdown.textContent = `(${parts.map((part) => String(part).padStart(2, '0')).join(':')} left)`;
}

if (countdown) {
  showTimeLeft();
  setInterval(showTimeLeft, 1000);
}

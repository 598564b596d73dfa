document
  .querySelector('#news-close')
  .addEventListener('click', () => document.querySelector('#news-dialog').remove());

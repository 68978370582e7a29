for (const all of document.querySelectorAll('.downloads')) all.hidden = false;
for (const button of document.querySelectorAll('button[data-as]')) button.addEventListener('click', () => {
  const svg = document.getElementById(button.dataset.figure + '-svg');
  const file = new Blob([new XMLSerializer().serializeToString(svg)], {type: 'image/svg+xml'});
  const save = (blob, kind) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = button.dataset.name + '.' + kind;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  if (button.dataset.as === 'svg') return save(file, 'svg');
  const image = new Image(), address = URL.createObjectURL(file);
  image.onload = () => {
    const canvas = document.createElement('canvas'), box = svg.viewBox.baseVal;
    canvas.width = 2 * box.width;
    canvas.height = 2 * box.height;
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob(blob => save(blob, 'png'));
  };
  image.src = address;
});

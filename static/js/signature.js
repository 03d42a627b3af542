/* Drawing a signature: strokes of whole points in a box of 1000 by 300, sent as JSON. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
const box = document.querySelector("[data-signature]");
if (!box) return;
const canvas = box.querySelector("canvas");
const field = box.querySelector("input[name='drawn']");
const pen = canvas.getContext("2d");
const most = { strokes: 60, points: 3000 };
let strokes = [];
let stroke = null;
box.hidden = false;

const within = (value, limit) => Math.max(0, Math.min(limit, Math.round(value)));
const at = (event) => {
  const place = canvas.getBoundingClientRect();
  return [
    within(((event.clientX - place.left) / place.width) * canvas.width, canvas.width),
    within(((event.clientY - place.top) / place.height) * canvas.height, canvas.height),
  ];
};
const points = () => strokes.reduce((sum, each) => sum + each.length, 0);

const draw = () => {
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.lineWidth = 5;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = getComputedStyle(canvas).color;
  for (const each of strokes) {
    pen.beginPath();
    pen.moveTo(...each[0]);
    for (const point of each.length > 1 ? each.slice(1) : each) pen.lineTo(...point);
    pen.stroke();
  }
  field.value = strokes.length ? JSON.stringify(strokes) : "";
};

canvas.addEventListener("pointerdown", (event) => {
  if (strokes.length >= most.strokes) return;
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  stroke = [at(event)];
  strokes.push(stroke);
  draw();
});
canvas.addEventListener("pointermove", (event) => {
  if (!stroke || points() >= most.points) return;
  const [x, y] = at(event);
  const [oldX, oldY] = stroke[stroke.length - 1];
  if (Math.hypot(x - oldX, y - oldY) < 4) return;
  stroke.push([x, y]);
  draw();
});
for (const end of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(end, () => { stroke = null; });
}
box.querySelector("[data-clear]").addEventListener("click", () => { strokes = []; draw(); });
});

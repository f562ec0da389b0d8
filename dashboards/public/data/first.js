window.parkstatFirst = {};

alert('Maintenance tonight from 2 to 4.');

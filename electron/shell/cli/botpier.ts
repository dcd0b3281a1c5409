console.log('botpier');

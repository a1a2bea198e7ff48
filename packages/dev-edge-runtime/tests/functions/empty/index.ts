console.log('neither exports nor serves');

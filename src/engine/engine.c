#include "rapporteur/rapporteur.h"

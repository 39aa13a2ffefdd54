// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtGui/QAction>

namespace Spawn {

class QuietButton;

// An action of a page that says why it cannot be done when it cannot.
QAction *addPossibleAction(QWidget *page, const QString &text, const QString &key,
                           const QString &explanation);
// An empty refusal: it can.
void setPossible(QAction *action, const QString &refusal);

// A button that is and says what its action is.
QuietButton *buttonOf(QAction *action, Glyph glyph);

} // namespace Spawn

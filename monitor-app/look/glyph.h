// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtGui/QColor>

class QPainter;
class QRectF;

namespace Spawn {

// Drawn in a square of 14, stroke 1.7, scaled to the rect.
void drawGlyph(QPainter *painter, const QRectF &rect, Glyph glyph, const QColor &color);
void drawMark(QPainter *painter, const QRectF &rect, const Mark &mark);

} // namespace Spawn

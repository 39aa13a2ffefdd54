// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/rowdelegate.h"

namespace Spawn {

class RowFade;

// Paints the commands: the program stronger than its arguments, the curve of what it takes of a
// core, and the tint of what has just ended.
class CommandDelegate final : public RowDelegate
{
    Q_OBJECT
public:
    CommandDelegate(const RowFade *fade, QObject *parent);

    void setShowsCurves(bool shows) { m_showsCurves = shows; } // or numbers
    bool showsCurves() const { return m_showsCurves; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    const RowFade *m_fade;
    bool m_showsCurves = true;
};

// Elided in the middle, so that the file at the end stays.
void drawCommandLine(QPainter *painter, const QRectF &rect, const QString &program,
                     const QString &line);

} // namespace Spawn

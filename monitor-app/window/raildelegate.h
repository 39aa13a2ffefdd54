// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QStyledItemDelegate>

namespace Spawn {

// A row of the rail: glyph, name, number. What is current is a page or an application.
class RailDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Kind {
        Applications,
        Pages,
    };
    enum Role {
        NumberRole = Qt::UserRole + 20, // QString, right
        KeyRole, // QString: in its place, smaller
    };

    RailDelegate(Kind kind, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    Kind m_kind;
};

} // namespace Spawn

// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QDialog>

class QAction;

namespace Spawn {

// The keys of the window and of its page, from the actions that have them.
class ShortcutSheet final : public QDialog
{
    Q_OBJECT
public:
    struct Group
    {
        QString title;
        QList<QAction *> actions;
    };

    explicit ShortcutSheet(const QList<Group> &groups, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Line
    {
        QString text;
        QStringList keys; // none: a title
    };

    QList<QList<Line>> m_columns;
};

} // namespace Spawn

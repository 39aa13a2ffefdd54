// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace Spawn {

// Instead of the table when there is nothing in it: why, and what to do.
class EmptyRows final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyRows(QWidget *parent = nullptr);

    void setText(const QString &text, const QString &note, bool filtered);

Q_SIGNALS:
    void clearRequested();

private:
    QLabel *m_text;
    QLabel *m_note;
    QPushButton *m_clear;
};

} // namespace Spawn

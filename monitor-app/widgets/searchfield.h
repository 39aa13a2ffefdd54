// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QLineEdit>

namespace Spawn {

// A field with a lens, and the key that leads to it while it is empty.
class SearchField final : public QLineEdit
{
    Q_OBJECT
public:
    SearchField(const QString &placeholder, const QString &key, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_key;
};

} // namespace Spawn

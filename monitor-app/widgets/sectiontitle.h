// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

namespace Spawn {

// The name of a part of a page: 12/600, quieter than what it names.
class SectionTitle final : public QWidget
{
    Q_OBJECT
public:
    explicit SectionTitle(const QString &text, QWidget *parent = nullptr);

    void setText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

} // namespace Spawn

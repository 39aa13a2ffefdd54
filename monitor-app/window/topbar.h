// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QMenuBar;

namespace Spawn {

class QuietButton;
class SearchField;

// The row above all: menus, find, pause and the switch of the theme.
class TopBar final : public QWidget
{
    Q_OBJECT
public:
    explicit TopBar(QWidget *parent = nullptr);

    QMenuBar *menuBar() const { return m_menuBar; }
    SearchField *find() const { return m_find; }
    QuietButton *pause() const { return m_pause; }

Q_SIGNALS:
    void themeToggled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showTheme();

    QMenuBar *m_menuBar;
    SearchField *m_find;
    QuietButton *m_pause;
    QuietButton *m_theme;
};

} // namespace Spawn
